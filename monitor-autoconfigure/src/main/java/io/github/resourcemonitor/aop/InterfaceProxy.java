package io.github.resourcemonitor.aop;

/**
 * Marks proxies that have only the interfaces of a bean, because its class cannot have a
 * proxy. Such a bean cannot be injected by its class.
 */
public interface InterfaceProxy {

}
