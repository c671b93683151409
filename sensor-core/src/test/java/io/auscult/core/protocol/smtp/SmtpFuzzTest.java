package io.auscult.core.protocol.smtp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class SmtpFuzzTest {
    private final SmtpParser parser = new SmtpParser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 25).runEveryWay(parser);
        FuzzScript.probe(data, false, SmtpProbe::probe);
    }
}
