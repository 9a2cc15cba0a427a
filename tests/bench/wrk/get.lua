-- args: token, path
local common = require("common")
local wanted

function init(args)
    wanted = common.request("GET", args[2], args[1])
end

function request()
    return wanted
end
