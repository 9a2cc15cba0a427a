-- args: token, file of ids ("id" or "id etag"), "fresh" to send the ETags
local common = require("common")
local requests = {}

function init(args)
    math.randomseed(os.time())
    for _, line in ipairs(common.lines(args[2])) do
        local id, etag = line:match("^(%S+)%s*(.*)$")
        local headers = args[3] == "fresh" and { ["If-None-Match"] = etag } or nil
        requests[#requests + 1] = common.request("GET", "/api/v1/people/" .. id .. "/journey", args[1], headers)
    end
end

function request()
    return requests[math.random(#requests)]
end
