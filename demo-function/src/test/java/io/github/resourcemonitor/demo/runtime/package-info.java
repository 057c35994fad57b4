/**
 * Tests of the demo in each of the runtimes that it can be deployed to, as processes of
 * their own.
 */
package io.github.resourcemonitor.demo.runtime;
