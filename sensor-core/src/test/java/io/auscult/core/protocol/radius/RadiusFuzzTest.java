package io.auscult.core.protocol.radius;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class RadiusFuzzTest {
    private final RadiusParser parser = new RadiusParser();

    @FuzzTest
    void datagrams(byte[] data) {
        FuzzScript.of(data, true, 1812).runEveryWay(parser);
        FuzzScript.probe(data, true, RadiusProbe::probe);
    }
}
