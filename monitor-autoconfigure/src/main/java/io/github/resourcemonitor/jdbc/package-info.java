/**
 * Instrumentation of databases: counts the statements of HikariCP's pools, and of data
 * sources that datasource-proxy intercepts.
 */
@NullMarked
package io.github.resourcemonitor.jdbc;

import org.jspecify.annotations.NullMarked;
