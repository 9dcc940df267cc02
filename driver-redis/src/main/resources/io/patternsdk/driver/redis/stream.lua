-- One step on partitions of one stream.
-- KEYS: the partitions: streams with the ids 0-1, 0-2 and so on, without gaps; an entry has one
-- field: its name is the time in milliseconds, its value the message.
-- ARGV: the step; its arguments.
local step = ARGV[1]

local function number(id)
  return tonumber(string.sub(id, 3))
end

-- The number of the newest entry and of the oldest one, which is greater if there is none.
local function ends(key)
  local newest = redis.call('XREVRANGE', key, '+', '-', 'COUNT', 1)[1]
  if not newest then return 0, 1 end
  local last = number(newest[1])
  return last, last - redis.call('XLEN', key) + 1
end

-- The number of the first entry whose time is not before the given one.
local function since(key, time)
  local last, first = ends(key)
  local low, high = first, last + 1
  while low < high do
    local middle = math.floor((low + high) / 2)
    local id = string.format('0-%.0f', middle)
    local entry = redis.call('XRANGE', key, id, '+', 'COUNT', 1)[1]
    if tonumber(entry[2][1]) < time then low = middle + 1 else high = middle end
  end
  return low
end

-- Appends messages with a time; returns the number of the last.
if step == 'append' then
  local id
  for i = 3, #ARGV do
    id = redis.call('XADD', KEYS[1], '0-*', ARGV[2], ARGV[i])
  end
  return number(id)
end

-- The numbers of the newest entry and of the oldest one of each partition.
if step == 'ends' then
  local answer = {}
  for i, key in ipairs(KEYS) do
    answer[2 * i - 1], answer[2 * i] = ends(key)
  end
  return answer
end

-- The number before that of the first entry of a time or later, for each partition.
if step == 'before' then
  local answer = {}
  for i, key in ipairs(KEYS) do
    answer[i] = since(key, tonumber(ARGV[2])) - 1
  end
  return answer
end

-- Removes what is before the newest so many, or before a time, but nothing from a number on.
if step == 'trim' then
  local last, first = ends(KEYS[1])
  local keep = math.max(last - tonumber(ARGV[2]) + 1, since(KEYS[1], tonumber(ARGV[3])))
  keep = math.min(keep, tonumber(ARGV[4]))
  if keep <= first then return 0 end
  return redis.call('XTRIM', KEYS[1], 'MINID', '=', string.format('0-%.0f', keep))
end
