/**
 * Lianbo in a Spring Boot service: beans for the modules on the class path, by the properties {@code lianbo.*}. Start with {@code docs/guide/spring-boot.md}; the one type to use
 * in code is {@link io.lianbo.spring.LianboDataSource}.
 */
@NullMarked
package io.lianbo.spring;

import org.jspecify.annotations.NullMarked;
