/**
 * An application with pages, a database, a cache and a console, which knows nothing of
 * the monitor, and its own tests.
 */
package com.example.clinic;
