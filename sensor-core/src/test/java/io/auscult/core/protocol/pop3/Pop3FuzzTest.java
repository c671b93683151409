package io.auscult.core.protocol.pop3;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class Pop3FuzzTest {
    private final Pop3Parser parser = new Pop3Parser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 110).runEveryWay(parser);
        FuzzScript.probe(data, false, Pop3Probe::probe);
    }
}
