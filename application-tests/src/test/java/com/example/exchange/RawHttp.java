package com.example.exchange;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Sends requests and reads responses byte for byte, as no client library shows them.
 */
final class RawHttp {

	private RawHttp() {
	}

	/**
	 * Send a request on a connection of its own.
	 * @param port the port of the server on the loopback interface
	 * @param prefix what stands before the path
	 * @param request the method and the path, with headers on further lines and the body
	 * after an empty one
	 * @return all that the server answers, but for what differs each time
	 */
	static String exchange(int port, String prefix, String request) throws IOException {
		String[] parts = request.split("\n\n", 2);
		String[] lines = parts[0].split("\n");
		StringBuilder head = new StringBuilder(lines[0].replaceFirst(" ", " " + prefix)).append(" HTTP/1.1\r\n");
		head.append("Host: localhost:").append(port).append("\r\n");
		for (int i = 1; i < lines.length; i++) {
			head.append(lines[i]).append("\r\n");
		}
		byte[] body = (parts.length > 1) ? parts[1].replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)
				: new byte[0];
		if (body.length > 0 && !request.contains("Transfer-Encoding")) {
			head.append("Content-Length: ").append(body.length).append("\r\n");
		}
		if (!request.contains("Connection:")) {
			head.append("Connection: close\r\n");
		}
		return send(port, head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8), body);
	}

	private static String send(int port, byte[] head, byte[] body) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(30_000);
			OutputStream output = socket.getOutputStream();
			output.write(head);
			output.write(body);
			output.flush();
			ByteArrayOutputStream answer = new ByteArrayOutputStream();
			socket.getInputStream().transferTo(answer);
			return normalized(joined(answer.toString(StandardCharsets.ISO_8859_1)), port);
		}
	}

	/**
	 * Return the status of an answer, after those that only ask for the body.
	 */
	static int status(String answer) {
		String last = answer;
		while (last.startsWith("HTTP/1.1 100")) {
			last = last.substring(last.indexOf("HTTP/1.1 ", 1));
		}
		return Integer.parseInt(last.substring(9, 12));
	}

	/**
	 * Join the chunks of a body: where they end depends on the threads of the server.
	 */
	private static String joined(String answer) {
		int body = answer.lastIndexOf("HTTP/1.1 ");
		body = answer.indexOf("\r\n\r\n", Math.max(body, 0)) + 4;
		if (body < 4 || !answer.toLowerCase(Locale.ROOT).contains("\r\ntransfer-encoding: chunked")) {
			return answer;
		}
		StringBuilder result = new StringBuilder(answer.substring(0, body));
		while (body < answer.length()) {
			int line = answer.indexOf("\r\n", body);
			int length = Integer.parseInt(answer.substring(body, line), 16);
			result.append(answer, line + 2, Math.min(line + 2 + length, answer.length()));
			body = line + 4 + length;
			if (length == 0) {
				result.append("(last chunk)");
			}
		}
		return result.toString();
	}

	/**
	 * Send a request over HTTP/2, whose binary frames are left to the client.
	 * @param port the port of the server on the loopback interface
	 * @param path the path
	 * @return the version, status, headers and body of the response
	 */
	static String http2(HttpClient client, int port, String path) throws IOException, InterruptedException {
		HttpResponse<String> response = client.send(
				HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(), BodyHandlers.ofString());
		StringBuilder answer = new StringBuilder(response.version() + " " + response.statusCode());
		response.headers()
			.map()
			.forEach((name, values) -> answer.append("\r\n").append(name).append(": ").append(values));
		return normalized(answer.append("\r\n\r\n").append(response.body()).toString(), port);
	}

	private static String normalized(String answer, int port) {
		return answer.replaceAll("(?i)\r\ndate: [^\r]*", "\r\nDate: now")
			.replaceAll("\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"now\"")
			.replaceAll("\"requestId\":\"[^\"]*\"", "\"requestId\":\"id\"")
			.replaceAll("(JSESSIONID|SESSION)=[^;]*;", "$1=id;")
			.replaceAll("(?i)\r\nlast-modified: [^\r]*", "\r\nLast-Modified: then")
			.replaceAll("<div id='created'>[^<]*</div>", "<div id='created'>now</div>")
			.replaceAll("<div>\\[[0-9a-f-]+\\] There", "<div>[id] There")
			.replace(":" + port, ":port");
	}

}
