export { redisStreamsStore } from './redis-streams-store.ts'
export type { RedisStreamsStore, RedisStreamsStoreOptions } from './redis-streams-store.ts'
export type { RedisArgument, RedisClient, RedisConnection } from './redis-client.ts'
