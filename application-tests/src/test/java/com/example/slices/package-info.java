/**
 * A reactive application's own tests.
 */
package com.example.slices;
