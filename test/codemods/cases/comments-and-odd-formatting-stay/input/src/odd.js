/* eslint-disable */
import   fs   from "node:fs"   // files
import {a} from './a.js' ; import b from './a.js'

// Reads it.
export   function load ( ) { /* here */ return JSON.parse( fs . readFileSync ( 'data/odd.json' , "utf8" ) ) ; } // there

export const save = value=>fs.writeFileSync('data/odd.json',/* as text */JSON.stringify(value)),
  twice = value => { save( value ) ; save(value ) ; return  load( ) .x+a+b }
