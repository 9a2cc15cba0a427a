-- args: token, file of ids, a name for this run
local common = require("common")
local ids, token, run
local n = 0

function init(args)
    math.randomseed(os.time())
    token, ids, run = args[1], common.lines(args[2]), args[3]
end

function request()
    n = n + 1
    return common.contact(n, ids, token, run)
end
