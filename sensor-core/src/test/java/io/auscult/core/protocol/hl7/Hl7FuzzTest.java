package io.auscult.core.protocol.hl7;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class Hl7FuzzTest {
    private final Hl7Parser parser = new Hl7Parser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 2575).runEveryWay(parser);
        FuzzScript.probe(data, false, Hl7Probe::probe);
    }
}
