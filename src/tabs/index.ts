export { shareTabs, type ShareTabsOptions } from './share-tabs.ts'
export type { CreateTabChannel, TabChannel } from './channel.ts'
export type { TabLocks } from './election.ts'
export type { TabsOption } from '../connection/tabs-option.ts'
