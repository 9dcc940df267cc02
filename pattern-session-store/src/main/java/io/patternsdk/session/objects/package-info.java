/** Java objects as attributes: what an adapter needs whose users keep objects in sessions. */
@NullMarked
package io.patternsdk.session.objects;

import org.jspecify.annotations.NullMarked;
