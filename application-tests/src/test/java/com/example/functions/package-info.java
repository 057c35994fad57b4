/**
 * Applications of Spring Cloud Function, which serve functions over HTTP.
 */
package com.example.functions;
