package io.auscult.core.protocol.socks;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class SocksFuzzTest {
    private final SocksParser parser = new SocksParser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 1080).runEveryWay(parser);
        FuzzScript.probe(data, false, SocksProbe::probe);
    }
}
