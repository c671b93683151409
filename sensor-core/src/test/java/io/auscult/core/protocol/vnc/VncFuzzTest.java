package io.auscult.core.protocol.vnc;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class VncFuzzTest {
    private final VncParser parser = new VncParser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 5900).runEveryWay(parser);
        FuzzScript.probe(data, false, VncParser::probe);
    }
}
