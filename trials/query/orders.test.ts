import { VueQueryPlugin } from '@tanstack/vue-query'
import { testOrders } from '../support/orders.ts'
import { keepOrdersFresh, useOrders } from './orders.ts'

testOrders({ useOrders, keepOrdersFresh }, VueQueryPlugin)
