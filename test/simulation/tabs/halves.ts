export { Connection } from '../../../src/connection/connection.ts'
export { shareTabs } from '../../../src/tabs/index.ts'
