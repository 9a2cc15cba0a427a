-- Half journeys, three in ten lists, two in ten contacts written.
-- args: token, file of ids to read, path of the list, file of ids to write, a name
local common = require("common")
local journeys, list, writing, token, run = {}, nil, nil, nil, nil
local n = 0

function init(args)
    math.randomseed(os.time())
    token, run = args[1], args[5]
    for _, id in ipairs(common.lines(args[2])) do
        journeys[#journeys + 1] = common.request("GET", "/api/v1/people/" .. id .. "/journey", token)
    end
    list = common.request("GET", args[3], token)
    writing = common.lines(args[4])
end

function request()
    n = n + 1
    local turn = math.random(10)
    if turn <= 5 then
        return journeys[math.random(#journeys)]
    elseif turn <= 8 then
        return list
    end
    return common.contact(n, writing, token, run)
end
