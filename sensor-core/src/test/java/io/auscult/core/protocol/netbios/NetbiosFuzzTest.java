package io.auscult.core.protocol.netbios;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class NetbiosFuzzTest {
    private final NetbiosDatagramParser parser = new NetbiosDatagramParser();

    @FuzzTest
    void datagrams(byte[] data) {
        FuzzScript.of(data, true, 138).runEveryWay(parser);
        FuzzScript.probe(data, true, NetbiosDatagramParser::probe);
    }
}
