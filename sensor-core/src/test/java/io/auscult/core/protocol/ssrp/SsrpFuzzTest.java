package io.auscult.core.protocol.ssrp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class SsrpFuzzTest {
    private final SsrpParser parser = new SsrpParser();

    @FuzzTest
    void datagrams(byte[] data) {
        FuzzScript.of(data, true, 1434).runEveryWay(parser);
        FuzzScript.probe(data, true, SsrpParser.PROTOCOL.probe());
    }
}
