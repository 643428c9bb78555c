fn main() {
    let m = bluelamp::city::build::build(std::path::Path::new("../shared/data"), std::path::Path::new("scenarios/london-2017"));
    match m { Ok(m) => println!("{}", m.population), Err(bluelamp::city::build::BuildError::Invalid(p)) => eprintln!("{}", bluelamp::city::render_all(&p, false, 3)), Err(e) => eprintln!("{e}") }
    let t = std::time::Instant::now();
    match bluelamp::city::load(bluelamp::city::CityFiles::find("london-2017", Some(std::path::Path::new("scenarios"))).unwrap()) { Ok(c) => { println!("{} {}", c.areas.len(), c.population()); println!("{}", c.areas.iter().filter(|a| c.river.covers(a.point)).count()) }, Err(bluelamp::city::CityError::Invalid(p)) => eprintln!("{}", bluelamp::city::render_all(&p, false, 3)), Err(e) => eprintln!("{e}") }
    eprintln!("{:?}", t.elapsed());
}
