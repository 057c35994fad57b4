/**
 * Databases: the statements that are executed on data sources, counted where
 * datasource-proxy watches these.
 */
@NullMarked
package io.github.resourcemonitor.jdbc;

import org.jspecify.annotations.NullMarked;
