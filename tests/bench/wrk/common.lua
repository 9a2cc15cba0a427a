-- What every wrk script here shares: the ids to ask for, and the result as one
-- line of JSON.
local common = {}

-- The words of each line of a file.
function common.lines(path)
    local found = {}
    for line in io.lines(path) do
        found[#found + 1] = line
    end
    return found
end

function common.request(method, path, token, headers, body)
    local sent = { Cookie = "__Host-throughline=" .. token }
    for name, value in pairs(headers or {}) do
        sent[name] = value
    end
    return wrk.format(method, path, sent, body)
end

function common.contact(n, ids, token, run)
    local body = string.format('{"spoke":"bristol","person_id":"%s","type":"home_visit",' ..
        '"happened_at":"2026-01-02T15:04:00Z","minutes":30,"seen":true,"outcomes":["seen_engaged"],' ..
        '"trigger":"bench","note":"Visit %s-%d. Met at home, talked about school and the weekend."}',
        ids[math.random(#ids)], run, n)
    return common.request("POST", "/api/v1/contacts", token, {
        ["Content-Type"] = "application/json", ["Sec-Fetch-Site"] = "same-origin" }, body)
end

function done(summary, latency)
    local failed = summary.errors
    io.write(string.format('{"rate":%.3f,"requests":%d,"p50":%.3f,"p99":%.3f,"bytes":%.1f,"errors":%d}\n',
        summary.requests / (summary.duration / 1e6), summary.requests, latency:percentile(50) / 1000,
        latency:percentile(99) / 1000, summary.bytes / math.max(summary.requests, 1),
        failed.connect + failed.read + failed.write + failed.status + failed.timeout))
end

return common
