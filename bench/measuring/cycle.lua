-- For wrk: ask the paths of a file one after another, and print what came of it as JSON:
-- what was refused is no request that was answered.
-- wrk ... -s cycle.lua URL -- FILE [HEADER: VALUE]...

local paths, headers, position = {}, {}, 0

function init(arguments)
  for line in io.lines(arguments[1]) do paths[#paths + 1] = line end
  for number = 2, #arguments do
    local name, value = arguments[number]:match("^([^:]+): (.*)$")
    headers[name] = value
  end
end

function request()
  position = position % #paths + 1
  return wrk.format("GET", paths[position], headers)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "bytes": %d, "seconds": %f, "failed": %d, "p50": %f, "p95": %f}\n',
    summary.requests - errors.status, summary.bytes, summary.duration / 1e6,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3))
end
