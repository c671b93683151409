package io.auscult.core.protocol.smb;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class SmbFuzzTest {
    private final SmbParser parser = new SmbParser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, SmbProbe.DIRECT).runEveryWay(parser);
        FuzzScript.probe(data, false, SmbProbe::probe);
    }
}
