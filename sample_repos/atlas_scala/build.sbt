name := "atlas"
scalaVersion := "2.13.15"
libraryDependencies ++= Seq(
  "com.segment.analytics.java" % "analytics" % "3.5.2",
  "org.apache.pekko" %% "pekko-actor-typed" % "1.1.2"
)
