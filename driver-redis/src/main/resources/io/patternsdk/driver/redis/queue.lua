-- One step of one queue.
-- KEYS: the stream; the deliveries that will be due again, by time; the deliveries that will be
-- dead letters, by time; the dead letters.
-- ARGV: the step; the channel that wakes receivers; for how many milliseconds a queue that nobody
-- uses is kept, 0 for ever; the arguments of the step.
local stream, due, last, dead = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local step, wake, keep = ARGV[1], ARGV[2], tonumber(ARGV[3])
local group, consumer = 'sdk', 'sdk'
local empty_for = 3600000

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local passed = '(' .. now

-- How often a message was delivered; 0 if it is not pending.
local function attempts(id)
  local pending = redis.pcall('XPENDING', stream, group, id, id, 1)
  return not pending.err and pending[1] and pending[1][4] or 0
end

local function pending()
  local summary = redis.pcall('XPENDING', stream, group)
  return not summary.err and summary[1] or 0
end

local function append(key, ...)
  redis.call('XADD', key, '*', ...)
  redis.call('PERSIST', key)
end

-- An empty stream stays for a while, so that none of its ids comes again.
local function settle(key)
  if redis.call('XLEN', key) == 0 then
    redis.call('PEXPIRE', key, empty_for)
  end
end

local function forget(id)
  redis.call('XACK', stream, group, id)
  redis.call('XDEL', stream, id)
  redis.call('ZREM', due, id)
  redis.call('ZREM', last, id)
  settle(stream)
end

local function bury(id)
  local entry = redis.call('XRANGE', stream, id, id)[1]
  if entry then
    append(dead, 'm', entry[2][2], 'n', attempts(id))
  end
  forget(id)
end

local function bury_the_dead()
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', last, '-inf', passed)) do
    bury(id)
  end
end

-- Whether the delivery is the message's latest and has not been given back.
local function holds(id, attempt)
  if attempts(id) ~= attempt then
    return false
  end
  return redis.call('ZSCORE', last, id) or (redis.call('ZSCORE', due, id) or '0') ~= '0'
end

-- Makes due what somebody else read from the group and kept for too long.
local function adopt(idle)
  local cursor = '0-0'
  repeat
    local claimed =
      redis.call('XAUTOCLAIM', stream, group, consumer, idle, cursor, 'COUNT', 100, 'JUSTID')
    cursor = claimed[1]
    for _, id in ipairs(claimed[2]) do
      if not redis.call('ZSCORE', due, id) and not redis.call('ZSCORE', last, id) then
        redis.call('ZADD', due, 1, id)
      end
    end
  until cursor == '0-0'
end

local function read(count)
  local command =
    {'XREADGROUP', 'GROUP', group, consumer, 'COUNT', count, 'STREAMS', stream, '>'}
  local answer = redis.pcall(unpack(command))
  if answer and answer.err and string.find(answer.err, 'NOGROUP', 1, true) then
    redis.call('XGROUP', 'CREATE', stream, group, '0')
    answer = redis.call(unpack(command))
  end
  if answer and answer.err then
    error(answer.err)
  end
  return answer and answer[1][2] or {}
end

local steps = {}

-- The steps of those who use a queue; others only look at it.
local uses = {enqueue = true, receive = true, ack = true, nack = true, extend = true, redrive = true}

function steps.enqueue(body)
  redis.call('PUBLISH', wake, '')
  append(stream, 'm', body)
  return 1
end

-- Answers in how many milliseconds there may be more to receive, -1 for not before a signal; then
-- id, attempt and body of each delivery.
function steps.receive(max, hidden, limit, idle)
  max, hidden, limit = tonumber(max), tonumber(hidden), tonumber(limit)
  local answer = {-1}
  if redis.call('EXISTS', stream) == 0 then
    return answer
  end
  bury_the_dead()
  local function hand_over(id, attempt, body)
    redis.call('ZREM', due, id)
    redis.call('ZADD', attempt >= limit and last or due, now + hidden, id)
    max = max - 1
    answer[#answer + 1] = id
    answer[#answer + 1] = attempt
    answer[#answer + 1] = body
  end
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', passed, 'LIMIT', 0, max)) do
    local before = attempts(id)
    local claimed = before < limit and redis.call('XCLAIM', stream, group, consumer, 0, id)[1]
    if claimed then
      hand_over(id, before + 1, claimed[2][2])
    else
      bury(id)
    end
  end
  if max > 0 then
    for _, entry in ipairs(read(max)) do
      hand_over(entry[1], 1, entry[2][2])
    end
  end
  local strays = pending() > redis.call('ZCARD', due) + redis.call('ZCARD', last)
  if strays then
    adopt(idle)
  end
  local first = redis.call('ZRANGE', due, 0, 0, 'WITHSCORES')
  if first[2] then
    answer[1] = math.max(0, first[2] - now + 1)
  end
  if strays then
    answer[1] = math.min(answer[1] < 0 and tonumber(idle) or answer[1], tonumber(idle))
  end
  if max == 0 then
    answer[1] = 0
  end
  return answer
end

function steps.ack(id, attempt)
  if not holds(id, tonumber(attempt)) then
    return 0
  end
  forget(id)
  return 1
end

function steps.nack(id, attempt, limit)
  if not holds(id, tonumber(attempt)) then
    return 0
  end
  redis.call('PUBLISH', wake, '')
  if tonumber(attempt) >= tonumber(limit) then
    bury(id)
  else
    redis.call('ZREM', last, id)
    redis.call('ZADD', due, 0, id)
  end
  return 1
end

function steps.extend(id, attempt, hidden)
  if not holds(id, tonumber(attempt)) then
    return 0
  end
  local place = redis.call('ZSCORE', last, id) and last or due
  if now + hidden < tonumber(redis.call('ZSCORE', place, id)) then
    redis.call('PUBLISH', wake, '')
  end
  redis.call('ZADD', place, now + hidden, id)
  return 1
end

function steps.depth()
  bury_the_dead()
  local delivered = pending() - redis.call('ZCOUNT', due, '-inf', passed)
  return {redis.call('XLEN', stream) - delivered, delivered}
end

-- Answers id, attempts and body of each.
function steps.dead_letters(max)
  bury_the_dead()
  local answer = {}
  for _, entry in ipairs(redis.call('XRANGE', dead, '-', '+', 'COUNT', max)) do
    answer[#answer + 1] = entry[1]
    answer[#answer + 1] = tonumber(entry[2][4])
    answer[#answer + 1] = entry[2][2]
  end
  return answer
end

function steps.dead_letter_count()
  bury_the_dead()
  return redis.call('XLEN', dead)
end

function steps.redrive(...)
  bury_the_dead()
  local moved = 0
  for _, id in ipairs({...}) do
    local entry = redis.call('XRANGE', dead, id, id)[1]
    if entry then
      redis.call('PUBLISH', wake, '')
      append(stream, 'm', entry[2][2])
      redis.call('XDEL', dead, id)
      moved = moved + 1
    end
  end
  settle(dead)
  return moved
end

function steps.purge()
  bury_the_dead()
  local purged = redis.call('XTRIM', dead, 'MAXLEN', 0)
  settle(dead)
  return purged
end

local answer = steps[step](unpack(ARGV, 4))
if keep > 0 and uses[step] then
  for _, key in ipairs(KEYS) do
    local empty = (key == stream or key == dead) and redis.call('XLEN', key) == 0
    if not empty then
      redis.call('PEXPIRE', key, keep)
    end
  end
end
return answer
