/**
 * Applications that answer requests in every way that the servers know, with and without
 * the monitor: nothing of what clients see may differ.
 */
package com.example.exchange;
