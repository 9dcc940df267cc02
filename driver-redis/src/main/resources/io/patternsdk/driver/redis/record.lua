-- One step on records: hashes of fields, each the stamp of its last write, then '=' and what was
-- written or '!' where it was removed; '~revision' counts the steps. Sorted sets name those that
-- were created and not ended: all of them, those of each group, and by the time of their expiry.
-- ARGV: the step; its arguments.
local step = ARGV[1]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function text(number)
  return string.format('%.0f', number)
end

-- Whether a text comes after another byte by byte: the server's own order is that of its locale.
local function above(one, other)
  for i = 1, math.min(#one, #other) do
    local a, b = string.byte(one, i), string.byte(other, i)
    if a ~= b then return a > b end
  end
  return #one > #other
end

local function stamp(stored)
  return string.sub(stored, 1, string.find(stored, '[=!]') - 1)
end

-- What a field of the record holds; nil if it is absent or was removed.
local function value(key, name)
  local stored = redis.call('HGET', key, name)
  if not stored then return nil end
  local at = string.find(stored, '[=!]')
  if string.sub(stored, at, at) == '!' then return nil end
  return string.sub(stored, at + 1)
end

local function number(key, name)
  return tonumber(value(key, name) or '-1')
end

-- Whether it is named in the sets, and when it expires, which is nil for never.
local function life(key)
  local listed = redis.call('HEXISTS', key, '~created') == 1
    and redis.call('HEXISTS', key, '~ended') == 0
  local idle, accessed, ends = number(key, '~idle'), number(key, '~accessed'), number(key, '~ends')
  local expiry
  if idle >= 0 and accessed >= 0 then expiry = accessed + idle end
  if ends >= 0 and (not expiry or ends < expiry) then expiry = ends end
  return listed, expiry
end

-- How many bytes the values of a record have, with those of the patch in place of the stored ones.
local function bytes(key)
  local patched, sum = {['~revision'] = true}, 0
  for i = 7, #ARGV, 3 do
    patched[ARGV[i]] = true
    sum = sum + #ARGV[i + 2] - 1
  end
  local fields = redis.call('HGETALL', key)
  for i = 1, #fields, 2 do
    if not patched[fields[i]] then
      sum = sum + #fields[i + 1] - string.find(fields[i + 1], '[=!]')
    end
  end
  return sum
end

local function holds(key, kind, operand)
  if kind == 'ALWAYS' then return true end
  local there = redis.call('EXISTS', key) == 1
  if kind == 'ABSENT' then return not there end
  if not there then return false end
  local listed, expiry = life(key)
  local expired = expiry and expiry <= now
  if kind == 'EXPIRED' then return listed and expired end
  if not listed or expired then return false end
  if kind == 'UNCHANGED' then return tonumber(redis.call('HGET', key, '~revision')) == operand end
  if kind == 'ALIVE_WITHIN' then return bytes(key) <= operand end
  if kind == 'ACCESSED_BY' then return number(key, '~accessed') <= operand end
  return true
end

local function answer(applied, key)
  return {applied, now, redis.call('HGETALL', key)}
end

-- KEYS: the record, the set of all, the set by expiry. ARGV: the name in the sets, the condition,
-- its operand, the horizon, what the names of the sets of groups begin with; then for each field
-- its name, its stamp and what it holds.
if step == 'merge' then
  local key, name, horizon, groups = KEYS[1], ARGV[2], tonumber(ARGV[5]), ARGV[6]
  if not holds(key, ARGV[3], tonumber(ARGV[4])) then return answer(0, key) end
  local before = value(key, '~group')
  for i = 7, #ARGV, 3 do
    local stored = redis.call('HGET', key, ARGV[i])
    if not stored or above(ARGV[i + 1], stamp(stored)) then
      redis.call('HSET', key, ARGV[i], ARGV[i + 1] .. ARGV[i + 2])
    end
  end
  redis.call('HINCRBY', key, '~revision', 1)
  local listed, expiry = life(key)
  local group = value(key, '~group')
  if before and (not listed or before ~= group) then redis.call('ZREM', groups .. before, name) end
  local kept = now
  if listed then
    redis.call('ZADD', KEYS[2], 0, name)
    if group then redis.call('ZADD', groups .. group, 0, name) end
    kept = expiry and math.max(now, expiry)
  else
    redis.call('ZREM', KEYS[2], name)
  end
  if listed and expiry then
    redis.call('ZADD', KEYS[3], expiry, name)
  else
    redis.call('ZREM', KEYS[3], name)
  end
  local result = answer(1, key)
  if kept then
    redis.call('PEXPIREAT', key, text(kept + horizon))
  else
    redis.call('PERSIST', key)
  end
  return result
end

-- KEYS: the record.
if step == 'read' then
  return answer(1, KEYS[1])
end

-- The record of a name in a set; one that was forgotten is struck off.
local function item(set, name, records, result)
  local fields = redis.call('HGETALL', records .. name)
  if #fields == 0 then
    redis.call('ZREM', set, name)
  else
    result[#result + 1] = name
    result[#result + 1] = fields
  end
end

-- KEYS: the set. ARGV: what the names of records begin with, the limit, after which name, with which
-- prefix. Answers the time, the last name if there may be more, and names with their records.
if step == 'alive' then
  local records, limit, after, prefix = ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5]
  local from = '[' .. prefix
  if prefix == '' then from = '-' end
  if after ~= '' then from = '(' .. after end
  local names = redis.call('ZRANGEBYLEX', KEYS[1], from, '+', 'LIMIT', 0, limit + 1)
  local result = {now, ''}
  for i, name in ipairs(names) do
    if string.sub(name, 1, #prefix) ~= prefix then break end
    if i > limit then
      result[2] = names[limit]
      break
    end
    item(KEYS[1], name, records, result)
  end
  return result
end

-- The same for those that have expired, as many as the limit says, the first to expire first.
if step == 'expired' then
  local records, limit, prefix = ARGV[2], tonumber(ARGV[3]), ARGV[5]
  local result, offset = {now, ''}, 0
  repeat
    local names =
      redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', text(now), 'LIMIT', offset, 1000)
    offset = offset + #names
    for _, name in ipairs(names) do
      if string.sub(name, 1, #prefix) == prefix then item(KEYS[1], name, records, result) end
      if #result >= 2 + 2 * limit then return result end
    end
  until #names < 1000
  return result
end

-- KEYS: the set. ARGV: the prefix. Answers how many names of the set begin with it.
if step == 'count' then
  return {redis.call('ZLEXCOUNT', KEYS[1], '[' .. ARGV[2], '(' .. ARGV[2] .. '\255')}
end
return redis.error_reply('unknown step')
