package dev.freshet;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test that starts a Kafka broker. Failsafe runs it, after the unit tests. It cannot be
 * forgotten: unit tests run without the broker's libraries.
 */
@Tag("broker")
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface BrokerTest {}
