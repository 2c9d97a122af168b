package io.foldline.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** A broker with TLS, passwords and rights, as {@code docs/security.md} sets it up. */
final class SecuredBroker implements AutoCloseable {
    /** Part of every user's password. */
    static final String PLANTED = "planted-8e41b7";

    private static final String STORE_PASSWORD = "store-2f6d1c";

    private final SecurityDocument document;
    private final Path folder;
    private final EmbeddedBroker broker;

    private SecuredBroker(SecurityDocument document, Path folder, EmbeddedBroker broker) {
        this.document = document;
        this.folder = folder;
        this.broker = broker;
    }

    /** Starts it with the users, and gives them the rights of the document. */
    static SecuredBroker start(Path folder, String... users) throws Exception {
        SecurityDocument document = SecurityDocument.read();
        certificate(folder);
        Ports ports = Ports.choose(0);
        Map<String, String> properties = document.properties("listeners");
        String clients = "CLIENTS://127.0.0.1:" + ports.broker();
        properties.put("listeners", clients + ",CONTROLLER://127.0.0.1:" + ports.controller());
        properties.put("advertised.listeners", clients);
        properties.put("controller.quorum.voters", "1@127.0.0.1:" + ports.controller());
        properties.put("ssl.keystore.location", keystore(folder).toString());
        properties.put("ssl.keystore.password", STORE_PASSWORD);
        properties.put("ssl.truststore.location", authority(folder).toString());
        properties.computeIfPresent(
                "listener.name.clients.scram-sha-512.sasl.jaas.config",
                (name, jaas) -> jaas.replace("BROKER-PASSWORD", password("broker")));
        List<String> format = new ArrayList<>();
        List<String> all = new ArrayList<>(List.of(users));
        all.addAll(List.of("broker", "root"));
        for (String user : all) {
            format.add("--add-scram");
            format.add("SCRAM-SHA-512=[name=%s,password=%s]".formatted(user, password(user)));
        }
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), ports.broker(), properties, format);
        SecuredBroker secured = new SecuredBroker(document, folder, broker);
        try (Admin root = Admin.create(secured.settings("root").client())) {
            root.createAcls(document.rights()).all().get();
        }
        return secured;
    }

    static String password(String user) {
        return PLANTED + "-" + user;
    }

    /** What a user's file with client properties says. */
    KafkaSettings settings(String user) throws IOException {
        return settings(user, password(user));
    }

    /** The same with another password. */
    KafkaSettings settings(String user, String password) throws IOException {
        Path passwords = Files.createTempFile(folder, user, ".passwords");
        Files.writeString(passwords, user + "=" + password);
        Map<String, String> properties = document.properties("bootstrap.servers");
        properties.put("bootstrap.servers", broker.bootstrapServers());
        properties.put("ssl.truststore.location", authority(folder).toString());
        properties.computeIfPresent(
                "sasl.jaas.config",
                (name, jaas) -> jaas.replace("\"scorer\"", "\"" + user + "\"")
                        .replace("/etc/foldline/passwords.properties:scorer", passwords + ":" + user));
        return KafkaSettings.of(properties);
    }

    @Override
    public void close() {
        broker.close();
    }

    private static Path keystore(Path folder) {
        return folder.resolve("broker.p12");
    }

    private static Path authority(Path folder) {
        return folder.resolve("ca.pem");
    }

    /** A certificate of this machine that signs itself, so that it is its own authority. */
    private static void certificate(Path folder) throws IOException, InterruptedException {
        keytool(
                folder,
                "-genkeypair",
                "-dname",
                "CN=broker1",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-validity",
                "2");
        keytool(folder, "-exportcert", "-rfc", "-file", authority(folder).toString());
    }

    private static void keytool(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-alias",
                "broker",
                "-keystore",
                keystore(folder).toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                STORE_PASSWORD));
        Path log = folder.resolve("keytool.log");
        int code = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException(Files.readString(log));
        }
    }
}
