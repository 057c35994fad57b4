package io.github.resourcemonitor.grpc;

import java.util.Set;

import com.google.cloud.NoCredentials;
import com.google.cloud.Service;
import com.google.cloud.ServiceDefaults;
import com.google.cloud.ServiceFactory;
import com.google.cloud.ServiceOptions;
import com.google.cloud.ServiceRpc;
import com.google.cloud.TransportOptions;
import com.google.cloud.grpc.GrpcTransportOptions;
import com.google.cloud.spi.ServiceRpcFactory;

/**
 * A client like those of databases, without access to its channels.
 */
public final class Database implements Service<Database.DatabaseOptions> {

	@Override
	public DatabaseOptions getOptions() {
		return new DatabaseOptions(new DatabaseOptions.Builder());
	}

	@SuppressWarnings("serial")
	public static class DatabaseOptions extends ServiceOptions<Database, DatabaseOptions> {

		DatabaseOptions(Builder builder) {
			super(DatabaseFactory.class, DatabaseRpcFactory.class, builder, new DatabaseDefaults());
		}

		@Override
		protected Set<String> getScopes() {
			return Set.of();
		}

		@Override
		@SuppressWarnings("unchecked")
		public <B extends ServiceOptions.Builder<Database, DatabaseOptions, B>> B toBuilder() {
			return (B) new Builder();
		}

		static class Builder extends ServiceOptions.Builder<Database, DatabaseOptions, Builder> {

			Builder() {
				setProjectId("project").setCredentials(NoCredentials.getInstance());
			}

			@Override
			protected DatabaseOptions build() {
				return new DatabaseOptions(this);
			}

		}

	}

	public interface DatabaseFactory extends ServiceFactory<Database, DatabaseOptions> {

	}

	public interface DatabaseRpcFactory extends ServiceRpcFactory<DatabaseOptions> {

	}

	@SuppressWarnings("serial")
	static class DatabaseDefaults implements ServiceDefaults<Database, DatabaseOptions> {

		@Override
		public DatabaseFactory getDefaultServiceFactory() {
			return (options) -> new Database();
		}

		@Override
		public DatabaseRpcFactory getDefaultRpcFactory() {
			return (options) -> new ServiceRpc() {
			};
		}

		@Override
		public TransportOptions getDefaultTransportOptions() {
			return GrpcTransportOptions.newBuilder().build();
		}

	}

}
