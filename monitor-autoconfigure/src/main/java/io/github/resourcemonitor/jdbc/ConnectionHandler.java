package io.github.resourcemonitor.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

/**
 * Handler of the calls to a connection: its statements are measured.
 */
final class ConnectionHandler extends JdbcHandler<Connection> {

	private static final ClassLoader LOADER = ConnectionHandler.class.getClassLoader();

	private final SqlCalls calls;

	private final String service;

	private ConnectionHandler(Connection target, SqlCalls calls, String service) {
		super(target);
		this.calls = calls;
		this.service = service;
	}

	/**
	 * Return a connection whose statements are measured.
	 * @param connection the connection of the driver
	 * @param calls measures executions
	 * @param service the name of the service that the data source is
	 * @return a proxy of the connection
	 */
	static Connection instrument(Connection connection, SqlCalls calls, String service) {
		// The interfaces are constants here and below: native images find them so.
		return (Connection) Proxy.newProxyInstance(LOADER, new Class<?>[] { Connection.class },
				new ConnectionHandler(connection, calls, service));
	}

	@Override
	@Nullable Object handle(Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		Object result = proceed(method, arguments);
		return switch (method.getName()) {
			case "createStatement" -> (result instanceof Statement statement) ? Proxy.newProxyInstance(LOADER,
					new Class<?>[] { Statement.class }, handler(statement, proxy, null)) : result;
			case "prepareStatement" -> (result instanceof PreparedStatement statement) ? Proxy.newProxyInstance(LOADER,
					new Class<?>[] { PreparedStatement.class }, handler(statement, proxy, sql(arguments))) : result;
			case "prepareCall" -> (result instanceof CallableStatement statement) ? Proxy.newProxyInstance(LOADER,
					new Class<?>[] { CallableStatement.class }, handler(statement, proxy, sql(arguments))) : result;
			default -> result;
		};
	}

	private InvocationHandler handler(Statement statement, Object connection, @Nullable String sql) {
		return new StatementHandler(statement, (Connection) connection, this.calls, this.service,
				(sql != null) ? SqlVerbs.of(sql) : null);
	}

}
