/**
 * A shop whose visitors log in by a form. Nothing in it knows where its sessions are: that is said
 * by one dependency and by {@code application.yaml}.
 */
@NullMarked
package io.patternsdk.examples.spring;

import org.jspecify.annotations.NullMarked;
