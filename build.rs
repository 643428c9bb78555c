//! The shipped scenarios and the city are embedded in the binary: build again when they change.

fn main() {
    println!("cargo::rerun-if-changed=scenarios");
}
