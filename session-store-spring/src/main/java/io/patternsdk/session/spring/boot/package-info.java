/** What Spring Boot makes of the session store by itself. */
@NullMarked
package io.patternsdk.session.spring.boot;

import org.jspecify.annotations.NullMarked;
