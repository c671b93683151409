package io.auscult.core.protocol.ssh;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class SshFuzzTest {
    private final SshParser parser = new SshParser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 22).runEveryWay(parser);
        FuzzScript.probe(data, false, SshProbe::probe);
    }
}
