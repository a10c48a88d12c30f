package io.lianbo.benchmarks.subject;

import org.openjdk.jmh.annotations.Fork;

/** The same by native code. */
@Fork(jvmArgsPrepend = {})
public class NativeVoucherVerification extends VoucherVerification {}
