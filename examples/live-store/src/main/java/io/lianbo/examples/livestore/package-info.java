/**
 * A store in the browser, as an existing platform would have it: Spring Boot, its pages, its database, and Lianbo by the starter. {@link io.lianbo.examples.livestore.StoreConfiguration} shows what
 * the store is made of; each controller is one kind of page.
 */
@NullMarked
package io.lianbo.examples.livestore;

import org.jspecify.annotations.NullMarked;
