package io.lianbo.provenance.event;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * An amount of a product class or lot (EPCIS 2.0 section 7.3.3.3).
 *
 * @param epcClass which product or lot, in canonical form: {@code https://id.gs1.org/01/09506000134352/10/SPRING-26}
 * @param quantity how much; empty where it is not known
 * @param uom the unit, a code of UN/CEFACT Recommendation 20 such as {@code KGM}; empty where instances are counted
 */
public record QuantityElement(String epcClass, Optional<BigDecimal> quantity, Optional<String> uom) {}
