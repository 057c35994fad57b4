package io.github.resourcemonitor.aop;

/**
 * Marks advice that is inside all other advice, even that of service calls.
 */
public interface InnermostAdvice {

}
