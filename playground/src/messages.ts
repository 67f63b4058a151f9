import * as app from './app-messages.ts'
import * as clients from './clients/messages.ts'
import * as faults from './faults/messages.ts'
import * as log from './log/messages.ts'
import * as lost from './lost/messages.ts'
import * as nodes from './nodes/messages.ts'
import * as options from './options/messages.ts'
import * as parts from './parts/messages.ts'
import * as tabs from './tabs/messages.ts'
import * as tour from './tour/messages.ts'
import * as watch from './watch/messages.ts'

const folders = { app, clients, faults, log, lost, nodes, options, parts, tabs, tour, watch }

export const languages = ['en', 'zh'] as const

export type Language = (typeof languages)[number]

type Messages = { [Folder in keyof typeof folders]: (typeof folders)[Folder]['en'] }

const inLanguage = (language: Language): Messages =>
  Object.fromEntries(
    Object.entries(folders).map(([folder, texts]) => [folder, texts[language]]),
  ) as Messages

/** All that the page says: each folder's own messages, by language. */
export const messages: Record<Language, Messages> = { en: inLanguage('en'), zh: inLanguage('zh') }
