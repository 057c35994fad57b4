/**
 * The function that counts the words of a text.
 */
@NullMarked
package io.github.resourcemonitor.demo.wordcount;

import org.jspecify.annotations.NullMarked;
