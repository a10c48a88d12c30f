/** One sale in a livestream, told with every module of the SDK: read {@link io.lianbo.examples.livesale.Sale} first, then its acts. */
@NullMarked
package io.lianbo.examples.livesale;

import org.jspecify.annotations.NullMarked;
