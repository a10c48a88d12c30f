package io.lianbo.provenance.tag;

/** By which cipher a tag protects what it says; set when the tag is personalised, for good. */
public enum SunMode {

    /** AES-128 (NXP AN12196). */
    AES,

    /** AES-128 inside the leakage-resilient primitive (NXP AN12304), some thirty times as much work. */
    LRP
}
