/** Sessions of users, shared by any number of processes. */
@NullMarked
package io.patternsdk.session;

import org.jspecify.annotations.NullMarked;
