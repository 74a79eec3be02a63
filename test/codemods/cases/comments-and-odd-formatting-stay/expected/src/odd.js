/* eslint-disable */
// files
import {a} from './a.js' ; import b from './a.js'
import * as documents from './storage/documents.js'

// Reads it.
export   async function load ( ) { /* here */ return JSON.parse( await documents . get ( 'data/odd.json' , "utf8" ) ) ; } // there

export const save = async value=>documents.put('data/odd.json',/* as text */JSON.stringify(value)),
  twice = async value => { await save( value ) ; await save(value ) ; return  (await load( )) .x+a+b }
