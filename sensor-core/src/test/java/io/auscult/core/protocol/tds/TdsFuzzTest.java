package io.auscult.core.protocol.tds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class TdsFuzzTest {
    private final TdsParser parser = new TdsParser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 1433).runEveryWay(parser);
        FuzzScript.probe(data, false, TdsProbe::probe);
    }
}
