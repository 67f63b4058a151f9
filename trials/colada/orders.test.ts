import { PiniaColada } from '@pinia/colada'
import { testOrders } from '../support/orders.ts'
import { keepOrdersFresh, useOrders } from './orders.ts'

testOrders({ useOrders, keepOrdersFresh }, PiniaColada)
