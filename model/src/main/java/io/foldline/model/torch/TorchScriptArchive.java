package io.foldline.model.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the archive that libtorch loads a TorchScript module from: a zip of stored entries with the source, a pickled
 * object without attributes and an empty tuple of constants.
 */
final class TorchScriptArchive {
    private static final String CLASS_HEAD = """
            class Script(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
            """;

    /** Version of the format from which on integer division, {@code full} and the like mean what they mean today. */
    private static final String FORMAT_VERSION = "10\n";

    /** 1980-01-01, the first that a zip can hold: equal sources give equal archives. */
    private static final long EPOCH_MILLIS = 315_619_200_000L;

    private static final String ROOT = "script/";

    private TorchScriptArchive() {}

    /**
     * The archive of a module.
     *
     * @param methods {@code def}s of the module's methods, not indented
     */
    static byte[] write(String methods) {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            add(zip, "data.pkl", pickledModule());
            add(zip, "code/__torch__.py", utf8(CLASS_HEAD + methods.indent(2)));
            add(zip, "constants.pkl", pickledEmptyTuple());
            add(zip, "version", utf8(FORMAT_VERSION));
            add(zip, "byteorder", utf8("little"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen in memory", e);
        }
        return archive.toByteArray();
    }

    /** Pickle, protocol 2: {@code Script.__new__(Script)} with the state {@code {"training": False}}. */
    private static byte[] pickledModule() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 2});
        pickle.writeBytes(utf8("c__torch__\nScript\n"));
        pickle.writeBytes(new byte[] {')', (byte) 0x81});
        pickle.writeBytes(new byte[] {'}', '(', 'X', 8, 0, 0, 0});
        pickle.writeBytes(utf8("training"));
        pickle.writeBytes(new byte[] {(byte) 0x89, 'u', 'b', '.'});
        return pickle.toByteArray();
    }

    private static byte[] pickledEmptyTuple() {
        return new byte[] {(byte) 0x80, 2, ')', '.'};
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(ROOT + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(checksum.getValue());
        entry.setTime(EPOCH_MILLIS);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
